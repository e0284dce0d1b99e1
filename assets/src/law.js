// A slider over the days on which the law turns. It adds ease only: the form and the links above it do the same.
const box = document.querySelector(".lh-slider");
if (box) {
  const days = box.dataset.days.split(" ").filter(Boolean);
  const range = box.querySelector("input");
  const output = box.querySelector("output");
  // The turning day that the page's own day has come to.
  const reached = Math.max(0, days.findLastIndex((day) => day <= box.dataset.day));
  const show = () => {
    output.textContent = days[range.value];
    range.setAttribute("aria-valuetext", days[range.value]);
  };
  range.max = days.length - 1;
  range.value = reached;
  show();
  range.addEventListener("input", show);
  range.addEventListener("change", () => {
    const address = new URL(location.href);
    address.searchParams.set("day", days[range.value]);
    location.assign(address);
  });
  box.hidden = days.length < 2;
}
