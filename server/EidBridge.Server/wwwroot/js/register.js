/** Shows the fields of the chosen kind. Without script all are there, and the server asks for those of the kind. */

const groups = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-kind]"));
const choices = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=kind]"));

function show() {
  const chosen = [...choices].find((choice) => choice.checked)?.value;
  for (const group of groups) {
    const here = group.dataset.kind === chosen;
    group.hidden = !here;
    for (const input of group.querySelectorAll("input")) input.required = here;
  }
}

for (const choice of choices) choice.addEventListener("change", show);
show();
