/** The script of the overview of self-checks: says which of them were begun or finished in this browser. */
import { overview } from "./overview/overview";

overview(document, window);
