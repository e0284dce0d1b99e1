// Keys for the desk: n next case, j/k answers, f flag, 1–9 actions, ? help. They press what stands on the page.
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea");
const answers = [...document.querySelectorAll("[data-answer]")];
let at = -1;
const move = (by) => {
  at = Math.min(Math.max(at + by, 0), answers.length - 1);
  answers[at]?.focus();
};
const open = (details) => {
  if (!details) return;
  details.open = true;
  details.querySelector("select, input:not([type=hidden]), button")?.focus();
};
const act = (key) => {
  const form = document.querySelector(`[data-key="${key}"]`);
  const details = form?.querySelector("details");
  if (details) open(details);
  else form?.querySelector("button")?.focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const { key } = event;
  if (key === "n") document.querySelector("[data-next]")?.click();
  else if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "f") open(answers[Math.max(at, 0)]?.querySelector("details"));
  else if (key === "?") open(document.querySelector("[data-help]"));
  else if (/^[1-9]$/.test(key)) act(key);
  else return;
  event.preventDefault();
});
