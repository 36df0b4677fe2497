// Everything works without this file.
const all = (selector) => document.querySelectorAll(selector);
// The error summary takes focus: a screen reader starts there.
all("[data-focus]").forEach((summary) => summary.focus());
// Its links lead to the field, with the question in view.
addEventListener("click", (event) => {
  const link = event.target.closest('.ds-error-summary a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest(".ds-field,fieldset")?.scrollIntoView();
  field.focus({ preventScroll: true });
});
// Leave: hide the page at once, replace it in the history. Shift three times does the same.
const exit = document.querySelector("[data-exit]");
const leave = (event) => {
  event?.preventDefault();
  document.documentElement.hidden = true;
  document.title = " ";
  location.replace(exit.href);
};
exit?.addEventListener("click", leave);
let presses = 0, timer;
addEventListener("keyup", (event) => {
  presses = event.key === "Shift" ? presses + 1 : 0;
  clearTimeout(timer);
  timer = setTimeout(() => (presses = 0), 2000);
  if (presses > 2 && exit) leave();
});
// Say how many characters are left at the end.
all("[data-count]").forEach((out) => {
  const box = document.getElementById(out.dataset.count), limit = +out.dataset.limit;
  const say = () => {
    const left = limit - box.value.length;
    out.hidden = left > limit / 4;
    out.textContent = (left < 0 ? out.dataset.over : out.dataset.left).replace("{}", Math.abs(left));
  };
  let wait;
  box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(say, 400); });
  say();
});
all("[data-go]").forEach((form) => form.requestSubmit());
// One press sends once; a file is fetched again.
addEventListener("submit", (event) => {
  const form = event.target.dataset;
  if (form.sent) event.preventDefault();
  if (!("many" in form)) form.sent = 1;
});
addEventListener("pageshow", () => all("form").forEach((form) => delete form.dataset.sent));
