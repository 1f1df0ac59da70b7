/** XEP-0077 §4: a username and a password, as fields of a data form or as elements; and where they are asked for. */
import type { Element } from "ltx";
import { NS_REGISTER } from "../namespaces.ts";
import { xml } from "../stanza.ts";
import { dataForm, formIn } from "./kit/0004-data-forms.ts";

const INSTRUCTIONS = "Choose a name and a password for your account.";

export interface Credentials {
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** §4: a data form takes precedence. An empty text is none. */
export function credentialsIn(request: Element): Credentials {
  const form = formIn(request);
  const said = (name: string): string | undefined =>
    (form ? form.fields.get(name)?.[0] : request.getChildText(name)) || undefined;
  return { username: said("username"), password: said("password") };
}

/** Both ways of asking (§6): old clients know the elements alone. */
export const registrationForm = (): Element =>
  xml(
    "query",
    { xmlns: NS_REGISTER },
    xml("instructions", {}, INSTRUCTIONS),
    xml("username"),
    xml("password"),
    dataForm("form", NS_REGISTER, [
      { var: "username", type: "text-single", label: "Name", values: [] },
      { var: "password", type: "text-private", label: "Password", values: [] },
    ]),
  );
