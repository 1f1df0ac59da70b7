/** XEP-0049: Private XML Storage: what an account's clients leave for each other. */
import type { Element } from "ltx";
import { size } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";

const NS = "jabber:iq:private";

const TABLES = [
  `CREATE TABLE private_element (
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    ns TEXT NOT NULL,
    xml TEXT NOT NULL,
    PRIMARY KEY (account, ns, name)
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** Where something is kept that clients know by another way, too. */
interface Elsewhere {
  read(account: string): Element;
  /** Throws StanzaError. */
  write(account: string, element: Element): void;
}

export const privateStorage = defineModule({
  name: "private",
  xep: "0049",
  version: "1.2",
  tables: TABLES,
  options: {
    max_size: size("1MB", "How much one account may store as private XML."),
  },
  setup: ({ db, config, accounts }) => {
    const stored = db.read<{ xml: string }>(
      "SELECT xml FROM private_element WHERE account = ? AND ns = ? AND name = ?",
    );
    const store = db.write("INSERT OR REPLACE INTO private_element (account, ns, name, xml) VALUES (?, ?, ?, ?)");
    const total = db.read<{ bytes: number | null }>(
      "SELECT sum(octet_length(xml)) AS bytes FROM private_element WHERE account = ?",
    );
    const forget = db.write("DELETE FROM private_element WHERE account = ?");
    accounts.onRemove((account) => void forget.run(account));

    const elsewhere = new Map<string, Elsewhere>();
    const keyOf = (ns: string, name: string): string => `${name} ${ns}`;

    const elementOf = (account: string, { element, ns, name }: Fragment): Element => {
      const place = elsewhere.get(keyOf(ns, name));
      if (place) return place.read(account);
      const known = stored.get(account, ns, name);
      return known ? parseElement(known.xml) : xml(element.name, element.attrs);
    };

    const read = (request: Element, { account }: Session): Element => {
      const [wanted, ...others] = fragmentsIn(request);
      // §2.3: one namespace in a request.
      if (!wanted || others.length > 0) throw new StanzaError("bad-request", { text: "ask for one element" });
      return xml("query", { xmlns: NS }, elementOf(account, wanted));
    };

    const write = (request: Element, { account }: Session): undefined => {
      const fragments = fragmentsIn(request);
      const keys = new Set(fragments.map(({ ns, name }) => keyOf(ns, name)));
      if (fragments.length === 0 || keys.size < fragments.length) throw new StanzaError("not-acceptable");
      for (const { element, ns, name } of fragments) {
        const place = elsewhere.get(keyOf(ns, name));
        if (place) place.write(account, element);
        else store.run(account, ns, name, print(element));
      }
      if ((total.get(account)?.bytes ?? 0) > config.max_size)
        throw new StanzaError("resource-constraint", { text: "this is more than an account may store" });
    };

    return {
      iq: { self: { [NS]: { get: { query: read }, set: { query: write } } } },
      api: {
        /** One kind of element is not kept here, but read from and written to where its module says. */
        keepElsewhere: (ns: string, name: string, place: Elsewhere): void => void elsewhere.set(keyOf(ns, name), place),
      },
    };
  },
});

interface Fragment {
  readonly element: Element;
  readonly ns: string;
  readonly name: string;
}

/** Throws StanzaError not-acceptable for an element that has no namespace of its own (§2.3). */
function fragmentsIn(request: Element): Fragment[] {
  return request.getChildElements().map((element) => {
    const ns = element.getNS() ?? "";
    if (ns === "" || ns === NS) throw new StanzaError("not-acceptable", { text: "each element has its own namespace" });
    return { element, ns, name: element.getName() };
  });
}
