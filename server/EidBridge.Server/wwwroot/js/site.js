/** What every page does: a form with errors takes the focus to their list, and a form is sent once. */

document.querySelector("#error-summary")?.focus();

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    // Not disabled at once: a disabled button would not be posted, and focus would be lost.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
        button.setAttribute("aria-disabled", "true");
      }
    });
  });
  form.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button[aria-disabled=true]")) event.preventDefault();
  });
}

// Back from the next page, out of the browser's memory: the buttons work again.
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const button of document.querySelectorAll("form button[aria-disabled=true]")) button.removeAttribute("aria-disabled");
});
