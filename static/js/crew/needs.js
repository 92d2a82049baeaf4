// What an answer makes necessary besides the fields' own rules. The server checks the same and has the last word; here
// it is asked for at once, so that nobody is refused an hour later, when the network is back and the site far away.
(() => {
  const NEEDS = {
    survey: [{ field: "ownership", is: "utility", needs: { expected_at: "供电企业产权的故障必须填写预计送电时间，座席要答复客户" } }],
    restore: [{
      field: "result_kind", is: "paid", only: true,
      needs: { told_cost: "有偿服务必须事先告知客户收费", consent: "请填写同意收费的客户姓名", fee: "请填写费用" },
    }],
  };
  const chosen = (form, name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? form.elements[name]?.value;

  // Fields that only matter after such an answer (`only`) are shown after it.
  Crew.needs = (form, verb) => {
    const rules = NEEDS[verb] || [];
    const draw = () => rules.filter((rule) => rule.only).forEach((rule) => Object.keys(rule.needs).forEach((name) => {
      form.elements[name].closest(".field").hidden = chosen(form, rule.field) !== rule.is;
    }));
    form.addEventListener("change", draw);
    draw();
    return () => rules.filter((rule) => chosen(form, rule.field) === rule.is).flatMap((rule) => Object.entries(rule.needs).filter(([name]) => {
      const field = form.elements[name];
      return field.type === "checkbox" ? !field.checked : !field.value.trim();
    }));
  };
})();
