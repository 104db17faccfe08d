"use strict";
// What was typed stays in this tab until it has been taken: neither a session's end, nor somebody else's
// verdict, nor a slip of the hand loses it. It is its writer's: whoever logs in next in the tab does not see
// it. Passwords are never kept, nor what a form holds by itself: that may be another thing the next time.

const drafts = {
  key: (form) => `draft ${document.body.dataset.user} ${new URL(form.action).pathname}`,

  // The fields of each form that writes; of forms that share an address none can be told from the others.
  forms() {
    if (!document.body.dataset.user) return [];
    const all = [...document.forms].filter((one) => one.method === "post");
    return all.filter((one) => all.filter((other) => other.action === one.action).length === 1);
  },

  fields: (form) =>
    [...form.elements].filter(
      (one) => one.matches("input, textarea, select") && one.name && !/hidden|password/.test(one.type)
    ),

  // A choice is kept by the value chosen, so that it is found again in a list that has changed.
  isChoice: (one) => /radio|checkbox/.test(one.type),

  isTouched(one) {
    if (this.isChoice(one)) return one.checked && !one.defaultChecked;
    if (one.matches("select")) {
      const [first, ...rest] = one.options;
      return one.value !== (rest.find((each) => each.defaultSelected) ?? first)?.value;
    }
    return one.value !== one.defaultValue;
  },

  keep(form) {
    const touched = this.fields(form).filter((one) => this.isTouched(one));
    const typed = touched.map((one) => [one.name, one.value]);
    if (typed.length) sessionStorage.setItem(this.key(form), JSON.stringify(typed));
    else sessionStorage.removeItem(this.key(form));
  },

  restore(form) {
    const typed = JSON.parse(sessionStorage.getItem(this.key(form)) || "[]");
    const fields = this.fields(form).filter((one) => !one.disabled);
    for (const [name, value] of typed) {
      const found = fields.find((one) => one.name === name && (!this.isChoice(one) || one.value === value));
      if (!found) continue;
      if (this.isChoice(found)) found.checked = true;
      else found.value = value;
      found.closest("details")?.setAttribute("open", "");
      for (const told of ["input", "change"]) found.dispatchEvent(new Event(told, { bubbles: true }));
    }
  },

  // What was sent is taken, unless the answer asks for a login or says why not.
  settle() {
    const sent = sessionStorage.getItem("sent");
    const refused = document.querySelector("form[action='/login'], [role=alert]");
    if (sent && !refused) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  },
};

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && drafts.forms().includes(form)) drafts.keep(form);
});
document.addEventListener("submit", (event) => {
  if (event.target.method === "post") sessionStorage.setItem("sent", drafts.key(event.target));
});
// By now all scripts of the page listen: what is restored is answered as if it had been chosen by hand.
document.addEventListener("DOMContentLoaded", () => {
  drafts.settle();
  drafts.forms().forEach((form) => drafts.restore(form));
});
