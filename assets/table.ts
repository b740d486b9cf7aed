/** The script of pages with a wide table: lets a reader with little room choose one of its columns. */
import { wideTables } from "./table/table";

wideTables(document);
