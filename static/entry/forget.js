// Nobody is signed in on this device: what a crew's page kept here of orders and addresses goes. What was entered there
// and not yet uploaded holds until its author signs in again.
(() => {
  try {
    indexedDB.deleteDatabase("zhangdeng-crew");
    localStorage.removeItem("crew-etag");
  } catch { /* a browser that keeps nothing */ }
})();
