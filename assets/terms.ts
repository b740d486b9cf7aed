/** The script of pages whose words the glossary explains. */
import { terms } from "./terms/terms";

terms(document);
