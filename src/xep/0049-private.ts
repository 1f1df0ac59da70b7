/** XEP-0049: Private XML Storage. */
import type { Element } from "ltx";
import type { ImportReport } from "../import-report.ts";
import { size } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { copyOf, xml } from "../stanza.ts";
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
  // The size by account; ON CONFLICT DO UPDATE fires these triggers as it should, OR REPLACE does not.
  `CREATE TABLE private_usage (
    account TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO private_usage SELECT account, sum(octet_length(xml) + octet_length(ns) + octet_length(name) + 64)
    FROM private_element GROUP BY account;
  CREATE TRIGGER private_element_added AFTER INSERT ON private_element BEGIN
    INSERT INTO private_usage
      VALUES (NEW.account, octet_length(NEW.xml) + octet_length(NEW.ns) + octet_length(NEW.name) + 64)
      ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes;
  END;
  CREATE TRIGGER private_element_changed AFTER UPDATE OF xml ON private_element BEGIN
    UPDATE private_usage SET bytes = bytes + octet_length(NEW.xml) - octet_length(OLD.xml) WHERE account = NEW.account;
  END;`,
  `CREATE TRIGGER private_element_removed AFTER DELETE ON private_element BEGIN
    UPDATE private_usage
      SET bytes = bytes - octet_length(OLD.xml) - octet_length(OLD.ns) - octet_length(OLD.name) - 64
      WHERE account = OLD.account;
  END;`,
] as const;

/** Elements in one request. */
const MAX_ELEMENTS = 100;

/** Another module that stores an element, which clients can access by other protocols as well. */
interface Delegate {
  read(account: string): Element;
  /** Throws StanzaError. */
  write(account: string, element: Element): void;
  /** Another server has had this element; what is here already stays. */
  import(account: string, element: Element): void;
}

export const privateStorage = defineModule({
  name: "private",
  xep: "0049",
  version: "1.2",
  tables: TABLES,
  addresses: {
    tables: {
      private_element: { account: "jid", name: "other", ns: "other", xml: "xml" },
      private_usage: { account: "jid" },
    },
    recount: [
      `UPDATE private_usage SET bytes = (SELECT coalesce(sum(octet_length(xml) + octet_length(ns) + octet_length(name) + 64), 0)
        FROM private_element WHERE account = private_usage.account)`,
    ],
  },
  options: {
    max_size: size("1MB", "How much one account may store as private XML."),
  },
  setup: ({ db, config, accounts }) => {
    const stored = db.read<{ xml: string }>(
      "SELECT xml FROM private_element WHERE account = ? AND ns = ? AND name = ?",
    );
    const store = db.write(
      `INSERT INTO private_element (account, ns, name, xml) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET xml = excluded.xml`,
    );
    const usage = db.read<{ bytes: number }>("SELECT bytes FROM private_usage WHERE account = ?");
    const forget = db.write("DELETE FROM private_element WHERE account = ?");
    const forgetOne = db.write("DELETE FROM private_element WHERE account = ? AND ns = ? AND name = ?");
    const forgetUsage = db.write("DELETE FROM private_usage WHERE account = ?");
    accounts.onRemove((account) => {
      forget.run(account);
      forgetUsage.run(account);
    });
    const bytesOf = (account: string): number => usage.get(account)?.bytes ?? 0;

    const elements = db.read<{ xml: string }>("SELECT xml FROM private_element WHERE account = ? ORDER BY ns, name");

    const delegates = new Map<string, { readonly ns: string; readonly name: string; readonly to: Delegate }>();
    const keyOf = (ns: string, name: string): string => `${name} ${ns}`;

    const elementOf = (account: string, { element, ns, name }: Fragment): Element => {
      const delegate = delegates.get(keyOf(ns, name))?.to;
      if (delegate) return delegate.read(account);
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
      if (fragments.length > MAX_ELEMENTS)
        throw new StanzaError("not-acceptable", { text: `at most ${MAX_ELEMENTS} elements at a time` });
      const before = bytesOf(account);
      const keys = new Set(fragments.map(({ ns, name }) => keyOf(ns, name)));
      if (fragments.length === 0 || keys.size < fragments.length) throw new StanzaError("not-acceptable");
      for (const { element, ns, name } of fragments) {
        const delegate = delegates.get(keyOf(ns, name))?.to;
        if (delegate) delegate.write(account, element);
        else store.run(account, ns, name, print(element));
      }
      const after = bytesOf(account);
      if (after > config.max_size && after > before)
        throw new StanzaError("resource-constraint", {
          text: "this is more than an account may store: ask the administrator for more (private.max_size)",
        });
    };

    const delegated = (account: string): Element[] =>
      [...delegates.values()].flatMap(({ to }) => {
        try {
          const element = to.read(account);
          return element.children.length > 0 ? element : [];
        } catch (error) {
          // It is too large to be read as one element: the other module has its own form of it.
          if (error instanceof StanzaError) return [];
          throw error;
        }
      });

    /** What another module stores waits here until all of the account has come (`imported`). */
    const importOne = (account: string, given: Element, report: ImportReport): void => {
      const [ns, name] = [given.getNS() ?? "", given.getName()];
      if (ns === "" || ns === NS) return report.left("private", "malformed", name);
      const delegate = delegates.get(keyOf(ns, name))?.to;
      const isHere = stored.get(account, ns, name) || (delegate && delegate.read(account).children.length > 0);
      if (isHere) return report.known("private");
      const element = copyOf(given);
      element.attrs.xmlns ??= ns;
      const text = print(element);
      if (bytesOf(account) + Buffer.byteLength(text) > config.max_size)
        return report.left("private", "too-large", name);
      store.run(account, ns, name, text);
      report.stored("private");
    };

    /** Leaves to other modules what is theirs. */
    const imported = (account: string): void => {
      for (const { ns, name, to } of delegates.values()) {
        const known = stored.get(account, ns, name);
        if (!known) continue;
        forgetOne.run(account, ns, name);
        to.import(account, parseElement(known.xml));
      }
    };

    return {
      storageUsage: bytesOf,
      import: {
        [NS]: {
          query: (account, query, report) => {
            for (const element of query.getChildElements()) importOne(account, element, report);
          },
        },
      },
      imported,
      export: function* (account) {
        const own = elements.all(account);
        const others = delegated(account);
        if (own.length + others.length === 0) return;
        yield { container: xml("query", { xmlns: NS }), children: allOf(own, others) };
      },
      iq: { self: { [NS]: { get: { query: read }, set: { query: write } } } },
      api: {
        /** Leaves the storage of an element, by namespace and name, to another module. */
        delegate: (ns: string, name: string, to: Delegate): void =>
          void delegates.set(keyOf(ns, name), { ns, name, to }),
      },
    };
  },
});

function* allOf(stored: readonly { readonly xml: string }[], others: readonly Element[]): Generator<Element> {
  for (const { xml } of stored) yield parseElement(xml);
  yield* others;
}

interface Fragment {
  readonly element: Element;
  readonly ns: string;
  readonly name: string;
}

/** Throws StanzaError not-acceptable for an element without its own namespace (§2.3). */
function fragmentsIn(request: Element): Fragment[] {
  return request.getChildElements().map((element) => {
    const ns = element.getNS() ?? "";
    if (ns === "" || ns === NS) throw new StanzaError("not-acceptable", { text: "each element has its own namespace" });
    return { element, ns, name: element.getName() };
  });
}
