/** XEP-0157: Contact Addresses for XMPP Services. */
import { flag, list } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { dataForm, type Field } from "./kit/0004-data-forms.ts";

const FORM_TYPE = "http://jabber.org/network/serverinfo";

const addresses = (about: string) => list([], `Addresses for ${about}, as URIs: mailto:…, xmpp:… or https://….`);

export const contact = defineModule({
  name: "contact",
  xep: "0157",
  version: "1.1.1",
  options: {
    abuse: addresses("complaints about abuse"),
    admin: addresses("the administrators"),
    feedback: addresses("feedback"),
    sales: addresses("sales"),
    security: addresses("security concerns"),
    status: addresses("the state of the service"),
    support: addresses("support"),
    administrators: flag(
      true,
      "Whether the administrators' own addresses stand for abuse and admin where none are given.",
    ),
  },
  setup: ({ config, accounts, log }) => {
    const { administrators, ...configured } = config;
    const given = Object.entries(configured).map(([role, uris]) => {
      const [valid, invalid] = [uris.filter(isUri), uris.filter((uri) => !isUri(uri))];
      if (invalid.length > 0) log.warn({ event: "contact-address-ignored", role, reason: "no URI", given: invalid });
      return [role, valid] as const;
    });

    const ofAdministrators = (role: string): readonly string[] => {
      if (!administrators || (role !== "abuse" && role !== "admin")) return [];
      return accounts.administrators().map(uriOf);
    };

    /** Fields of other modules in the same form (XEP-0485 §7). */
    const others: Field[] = [];

    return {
      api: {
        addField: (name: string, value: string): void =>
          void others.push({ var: name, type: "text-single", values: [value] }),
      },
      disco: {
        form: () => {
          const fields = given
            .map(([role, uris]) => [role, uris.length > 0 ? uris : ofAdministrators(role)] as const)
            .filter(([, uris]) => uris.length > 0)
            .map(([role, uris]): Field => ({ var: `${role}-addresses`, type: "list-multi", values: uris }));
          const all = [...fields, ...others];
          return all.length === 0 ? undefined : dataForm("result", FORM_TYPE, all);
        },
      },
    };
  },
});

const isUri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text);

/** RFC 5122. */
const uriOf = (account: string): string => {
  const at = account.indexOf("@");
  return `xmpp:${encodeURIComponent(account.slice(0, at))}${account.slice(at)}`;
};
