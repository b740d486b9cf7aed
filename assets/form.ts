/**
 * The script of forms: keeps what is written on this device when the reader
 * asks for it, deletes it, and prepares the form for paper. Nothing leaves the
 * page.
 */
import { formPage } from "./form/form";

formPage(document, window);
