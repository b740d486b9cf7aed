/**
 * Shows the buttons marked data-print and lets them print. They are hidden
 * in the page, because without a script they could do nothing.
 */
export function printButton(page: Document, print: () => void): void {
  page.querySelectorAll<HTMLButtonElement>("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", print);
  });
}
