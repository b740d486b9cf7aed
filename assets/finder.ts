/**
 * The script of "Find my next step". It asks nothing of any server, stores
 * nothing and puts nothing into an address: what is chosen lives in the form.
 */
import { finder } from "./finder/finder";

finder(document);
