/**
 * The script of a self-check. It asks nothing of any server and puts nothing
 * into an address: answers stay in the page, or in this browser when the
 * reader chooses so.
 */
import { assessmentPage } from "./assessment/page";

assessmentPage(document, window);
