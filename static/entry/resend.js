// Somebody who signed in again in another window has a new form key: take it from the cookie when sending.
document.querySelectorAll("form[data-resend]").forEach((form) => {
  form.addEventListener("submit", () => {
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="));
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice(cookie.indexOf("=") + 1);
  });
});
