/** XEP-0377: Blocking Command Reports: reports of spam and abuse are stored, and sent to the administrators. */
import type { Element } from "ltx";
import { DAY } from "../clock.ts";
import { NS_REPORTING, NS_STANZA_ID } from "../namespaces.ts";
import { integer } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

/** Before version 0.3, with the reason as an element, <spam/> or <abuse/>: clients in use look for this feature. */
const NS_0 = "urn:xmpp:reporting:0";
const SPAM = "urn:xmpp:reporting:spam";
const ABUSE = "urn:xmpp:reporting:abuse";
/** Characters of a text and of a reason; reported messages, and characters of their ids. */
const MAX_TEXT_LENGTH = 4000;
const MAX_REASON_LENGTH = 200;
const MAX_MESSAGES = 100;
const MAX_ID_LENGTH = 256;

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
  /** The blocked JID. */
  readonly reported: string;
  readonly reason: string;
  readonly text: string;
  /** The stanza ids (XEP-0359) of the reported messages. */
  readonly messages: readonly { readonly by: string; readonly id: string }[];
}

export const reports = defineModule({
  name: "reports",
  xep: "0377",
  version: "0.4.1",
  features: [NS_REPORTING, NS_0, "urn:xmpp:reporting:reason:spam:0", "urn:xmpp:reporting:reason:abuse:0"],
  tables: TABLES,
  addresses: {
    tables: {
      report: { reporter: "jid", reported: "jid", reason: "other", text: "other", messages: { json: ["by"] } },
    },
  },
  notExported: "reports are for the administrators of this server",
  options: {
    reports_per_day: integer(
      50,
      "How many reports of abuse one account may make in a day; further ones are not kept.",
      {
        min: 0,
        max: 1_000_000,
      },
    ),
    max_reports: integer(500, "How many reports of one account are kept; the oldest give way.", {
      min: 1,
      max: 1_000_000,
    }),
  },
  setup: ({ db, config, accounts, now, route }) => {
    const store = db.write(
      "INSERT INTO report (reporter, reported, time, reason, text, messages) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const recent = db.read<{ n: number }>(
      "SELECT count(*) AS n FROM report WHERE reporter = ? AND time > ? AND time <= ?",
    );
    const forgetOld = db.write(
      "DELETE FROM report WHERE id IN (SELECT id FROM report WHERE reporter = ? ORDER BY time DESC LIMIT -1 OFFSET ?)",
    );
    const size = db.read<{ bytes: number }>(
      "SELECT total(octet_length(text) + octet_length(messages)) AS bytes FROM report WHERE reporter = ?",
    );
    const forget = db.write("DELETE FROM report WHERE reporter = ?");
    accounts.onRemove((account) => void forget.run(account));

    const notifyAdministrators = (reporter: string, { reported, reason, text }: Report): void => {
      const from = reporter.slice(reporter.indexOf("@") + 1);
      const what = reason === SPAM ? "spam" : reason === ABUSE ? "abuse" : reason;
      const body = `${reporter} has blocked ${reported} and reports: ${what}${text === "" ? "" : `\n\n${text}`}`;
      for (const to of accounts.administrators())
        route(xml("message", { from, to, type: "chat" }, xml("body", {}, body)));
    };

    return {
      storageUsage: (account) => size.get(account)?.bytes ?? 0,
      api: {
        /** The report in an <item/> of a <block/>. Throws StanzaError bad-request for one without a reason. */
        reportIn,
        /** Stores as many as the account may still make today; the oldest beyond max_reports are deleted. */
        store: (reporter: string, made: readonly Report[]): void => {
          if (made.length === 0) return;
          const time = now();
          const left = config.reports_per_day - (recent.get(reporter, time - DAY, time)?.n ?? 0);
          for (const report of made.slice(0, Math.max(0, left))) {
            const { reported, reason, text, messages } = report;
            store.run(reporter, reported, time, reason, text, JSON.stringify(messages));
            notifyAdministrators(reporter, report);
          }
          forgetOld.run(reporter, config.max_reports);
        },
      },
    };
  },
});

function reportIn(reported: string, item: Element): Report | undefined {
  const report = item.getChild("report", NS_REPORTING) ?? item.getChild("report", NS_0);
  if (!report) return undefined;
  const reason: string | undefined = report.getNS() === NS_REPORTING ? report.attrs.reason : formerReason(report);
  // §4: "Abuse reports MUST include a reason".
  if (!reason) throw new StanzaError("bad-request", { text: "a report has a reason" });
  if (reason.length > MAX_REASON_LENGTH)
    throw new StanzaError("not-acceptable", { text: "the reason of this report is too long" });
  const messages = report
    .getChildren("stanza-id", NS_STANZA_ID)
    .map(({ attrs }) => ({ by: String(attrs.by ?? ""), id: String(attrs.id ?? "") }))
    .filter(({ by, id }) => by.length <= MAX_ID_LENGTH && id.length <= MAX_ID_LENGTH)
    .slice(0, MAX_MESSAGES);
  return { reported, reason, text: (report.getChildText("text") ?? "").trim().slice(0, MAX_TEXT_LENGTH), messages };
}

function formerReason(report: Element): string | undefined {
  if (report.getChild("spam")) return SPAM;
  return report.getChild("abuse") ? ABUSE : undefined;
}
