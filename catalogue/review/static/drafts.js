"use strict";
// What was typed stays in this tab until it has been taken: neither a session's end, nor somebody else's
// verdict, nor a slip of the hand loses it. Passwords are never kept.

const drafts = {
  key: (form) => `draft ${new URL(form.action).pathname}`,

  // The fields of each form that writes; of forms that share an address none can be told from the others.
  forms() {
    const all = [...document.forms].filter((one) => one.method === "post");
    return all.filter((one) => all.filter((other) => other.action === one.action).length === 1);
  },

  fields: (form) =>
    [...form.elements].filter(
      (one) => one.matches("input, textarea, select") && one.name && !/hidden|password/.test(one.type)
    ),

  value: (one) => (/radio|checkbox/.test(one.type) ? one.checked : one.value),

  keep(form) {
    sessionStorage.setItem(this.key(form), JSON.stringify(this.fields(form).map(this.value)));
  },

  restore(form) {
    const typed = JSON.parse(sessionStorage.getItem(this.key(form)) || "[]");
    const fields = this.fields(form);
    if (typed.length !== fields.length) return;
    fields.forEach((one, place) => {
      if (this.value(one) === typed[place] || one.disabled) return;
      if (typeof typed[place] === "boolean") one.checked = typed[place];
      else one.value = typed[place];
      one.closest("details")?.setAttribute("open", "");
    });
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
drafts.settle();
drafts.forms().forEach((form) => drafts.restore(form));
