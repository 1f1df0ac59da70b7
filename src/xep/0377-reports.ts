/** XEP-0377: Blocking Command Reports: what people say of whom they block is kept, and told to the administrators. */
import type { Element } from "ltx";
import { integer } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

const NS = "urn:xmpp:reporting:1";
/** Before version 0.3: the reason was an element, <spam/> or <abuse/>. Clients in use look for it. */
const NS_0 = "urn:xmpp:reporting:0";
const SPAM = "urn:xmpp:reporting:spam";
const ABUSE = "urn:xmpp:reporting:abuse";
const SIDS = "urn:xmpp:sid:0";

/** Characters of an explanation that are kept; messages that are pointed at. */
const LONGEST_TEXT = 4000;
const MOST_MESSAGES = 100;

const TABLES = [
  `CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    reporter TEXT NOT NULL,
    reported TEXT NOT NULL,
    time INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    messages TEXT NOT NULL
  ) STRICT;
  CREATE INDEX report_by_reporter ON report (reporter, time);`,
] as const;

interface Report {
  readonly reason: string;
  readonly text: string;
  /** The ids (XEP-0359) of what was said, each with who gave it. */
  readonly messages: readonly { readonly by: string; readonly id: string }[];
}

export const reports = defineModule({
  name: "reports",
  xep: "0377",
  version: "0.4.1",
  features: [NS, NS_0, "urn:xmpp:reporting:reason:spam:0", "urn:xmpp:reporting:reason:abuse:0"],
  tables: TABLES,
  options: {
    reports_per_day: integer(
      50,
      "How many reports of abuse one account may make in a day; further ones are not kept.",
      {
        min: 0,
        max: 1_000_000,
      },
    ),
  },
  setup: ({ db, config, accounts, now, route }) => {
    const store = db.write(
      "INSERT INTO report (reporter, reported, time, reason, text, messages) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const recent = db.read<{ n: number }>("SELECT count(*) AS n FROM report WHERE reporter = ? AND time > ?");
    const forget = db.write("DELETE FROM report WHERE reporter = ?");
    accounts.onRemove((account) => void forget.run(account));

    const tellAdministrators = (reporter: string, reported: string, { reason, text }: Report): void => {
      const from = reporter.slice(reporter.indexOf("@") + 1);
      const what = reason === SPAM ? "spam" : reason === ABUSE ? "abuse" : reason;
      const body = `${reporter} has blocked ${reported} and reports: ${what}${text === "" ? "" : `\n\n${text}`}`;
      for (const to of accounts.administrators())
        route(xml("message", { from, to, type: "chat" }, xml("body", {}, body)));
    };

    return {
      api: {
        /** Keeps the report in a <block/>'s <item/>, where there is one. Throws StanzaError bad-request for one without a reason. */
        take: (reporter: string, reported: string, item: Element): void => {
          const report = reportIn(item);
          if (!report) return;
          const time = now();
          if ((recent.get(reporter, time - 86_400_000)?.n ?? 0) >= config.reports_per_day) return;
          store.run(reporter, reported, time, report.reason, report.text, JSON.stringify(report.messages));
          tellAdministrators(reporter, reported, report);
        },
      },
    };
  },
});

function reportIn(item: Element): Report | undefined {
  const report = item.getChild("report", NS) ?? item.getChild("report", NS_0);
  if (!report) return undefined;
  const reason = report.getNS() === NS ? report.attrs.reason : formerReason(report);
  // §4: "Abuse reports MUST include a reason".
  if (!reason) throw new StanzaError("bad-request", { text: "a report has a reason" });
  const messages = report
    .getChildren("stanza-id", SIDS)
    .slice(0, MOST_MESSAGES)
    .map(({ attrs }) => ({ by: String(attrs.by ?? ""), id: String(attrs.id ?? "") }));
  return { reason, text: (report.getChildText("text") ?? "").trim().slice(0, LONGEST_TEXT), messages };
}

function formerReason(report: Element): string | undefined {
  if (report.getChild("spam")) return SPAM;
  return report.getChild("abuse") ? ABUSE : undefined;
}
