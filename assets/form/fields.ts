import type { Value, Values } from "./kept";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The fields of a form that have a name, in the order of the page. */
export function fieldsOf(form: HTMLFormElement): Field[] {
  return Array.from(form.querySelectorAll<Field>("input[name], textarea[name]"));
}

/** What is filled in, by name; what is empty is left out. */
export function valuesOf(form: HTMLFormElement): Values {
  const values: Record<string, Value> = {};
  for (const field of fieldsOf(form)) {
    if (isTick(field)) {
      if (field.checked) values[field.name] = true;
    } else if (isChoice(field)) {
      if (field.checked) values[field.name] = field.value;
    } else if (field.value !== "") values[field.name] = field.value;
  }
  return values;
}

/** Fills the form in; fields without a value become empty, values without a field are passed over. */
export function fillIn(form: HTMLFormElement, values: Values): void {
  for (const field of fieldsOf(form)) {
    const value = Object.prototype.hasOwnProperty.call(values, field.name) ? values[field.name] : undefined;
    if (isTick(field)) field.checked = value === true;
    else if (isChoice(field)) field.checked = value === field.value;
    else field.value = typeof value === "string" ? value : "";
  }
}

/**
 * Prepares the form for paper: a long text stands in full beside its field,
 * for a field prints only what it shows; an empty date says so, because it
 * would print its pattern.
 */
export function forPaper(form: HTMLFormElement): void {
  for (const field of fieldsOf(form)) {
    field.toggleAttribute("data-empty", field.value === "");
    const mirror = field.nextElementSibling;
    if (field instanceof HTMLTextAreaElement && mirror?.classList.contains("mirror")) mirror.textContent = field.value;
  }
}

function isTick(field: Field): field is HTMLInputElement {
  return field.type === "checkbox";
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "radio";
}
