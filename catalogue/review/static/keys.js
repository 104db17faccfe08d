"use strict";
// Every key is a button, link or field on the page that names it in `data-key`; lists move by j and k.

const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const now = all.indexOf(document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

function press(element) {
  if (typing(element)) {
    element.focus();
    element.select();
  } else {
    element.click();
    const details = element.closest("summary") && element.closest("details");
    if (details?.open) details.querySelector("textarea")?.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const help = document.getElementById("help");
  if (help.open) return;
  if (typing(event.target)) {
    if (event.key === "Escape") {
      event.preventDefault(); // or browsers empty a search field, and the list found with it
      event.target.blur();
    }
    return;
  }
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const named = [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key === event.key && !one.disabled
  );
  if (named) {
    event.preventDefault();
    press(named);
  } else if ((event.key === "j" || event.key === "k") && move(event.key === "j" ? 1 : -1)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("help" in button.dataset) document.getElementById("help").showModal();
  if (button.dataset.zoom) zoom(button.dataset.zoom === "in" ? 1 : -1);
});

// A verdict is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

function zoom(step) {
  const leaf = document.getElementById("leaf");
  if (!leaf) return;
  const level = Math.min(Math.max(Number(leaf.getAttribute("class").slice(5)) + step, 1), 4);
  leaf.setAttribute("class", `zoom-${level}`);
  sessionStorage.setItem("zoom", String(level));
  show();
}

function show() {
  const pane = document.querySelector(".leaf");
  const frame = document.getElementById("frame");
  if (!pane || !frame) return;
  const outer = pane.getBoundingClientRect();
  const inner = frame.getBoundingClientRect();
  pane.scrollTop += inner.top - outer.top - Math.max((outer.height - inner.height) / 2, 12);
}

const leaf = document.getElementById("leaf");
const kept = sessionStorage.getItem("zoom");
if (leaf && kept) leaf.setAttribute("class", `zoom-${kept}`);
show();

// Browsers leave autofocus alone where an address names a part of its page.
document.querySelector(":target [autofocus]")?.focus();
