/** The administrator's pages, on operations that are not real: what the state says, and lists without end. */
import { expect, mock, test } from "bun:test";
import { DAY, HOUR } from "../../../clock.ts";
import type { FederationReport, TrialStep } from "../../../operations/federation.ts";
import type { AccountSummary } from "../../../operations/people.ts";
import type { StatusReport } from "../../../operations/status.ts";
import { ALICE, openTestPages } from "../testing.ts";
import { isConfirmed, pathWith } from "./frame.ts";
import type { AdminOperations } from "./operations.ts";
import { serversIn } from "./server-list.ts";

const NOW = Date.UTC(2026, 10, 30);
const HOSTILE = `<script>alert(1)</script>" onmouseover="x`;

const status: StatusReport = {
  ...{ version: "1.2.3", pid: 42, started: NOW - DAY, domains: ["example.com"] },
  ...{ listening: { server: "[::]:5269" }, web: { origin: "https://example.com", refused: [] } },
  ...{ sessions: 1, servers: 3, accounts: 10_000, memory: 45_000_000 },
  disk: { free: 10e9, reserve: 1e9, full: false },
  certificate: {
    ...{ names: ["example.com"], notAfter: NOW + 60 * DAY, nextRenewal: NOW + 30 * DAY },
    ...{ source: "acme", findings: [] },
  },
};
const nobody: FederationReport = {
  ...{ outgoing: [], incoming: [], ours: [] },
  excluded: { enabled: true, allow: [], deny: [], lists: [] },
};
type Outgoing = FederationReport["outgoing"][number];
const route = (remote: string, more: Partial<Outgoing> = {}): Outgoing => ({
  ...{ pair: { local: "example.com", remote }, state: "connected", isAdopted: false, tls: "TLSv1.3" },
  ...{ authentication: "EXTERNAL", proof: "certificate", address: "192.0.2.1", since: NOW - HOUR },
  ...{ queued: 0, unconfirmed: 0, problem: undefined },
  ...more,
});
const unused = (): never => {
  throw new Error("not asked for");
};

interface Given {
  readonly status?: Partial<StatusReport>;
  readonly report?: Partial<FederationReport>;
  readonly steps?: readonly TrialStep[];
  readonly people?: number;
  readonly isAdministrator?: (account: string) => boolean;
}

function openAdminPages({ status: more, report, steps = [], people = 0, isAdministrator = () => true }: Given = {}) {
  const page = mock((max: number, text: string, after: string) => {
    const start = after === "" ? 0 : Number(/\d+/.exec(after)?.[0]) + 1;
    const accounts = Array.from({ length: Math.min(max, people - start) }, (_, index): AccountSummary => {
      const jid = `${String(start + index).padStart(5, "0")}${text}@example.com`;
      return { jid, created: NOW, admin: false, disabled: false, bytes: 1, apps: 0 };
    });
    return { accounts, next: start + max < people ? accounts.at(-1)?.jid : undefined };
  });
  const operations = {
    state: { status: () => ({ ...status, ...more }), here: () => 1, fileBytes: () => 2_400_000_000 },
    people: { page, count: () => people, show: unused, disable: unused, enable: unused, remove: unused },
    rooms: { page: () => ({ rooms: [], next: undefined }), show: unused, destroy: unused },
    servers: { report: () => ({ ...nobody, ...report }), trial: async () => steps },
  } as unknown as AdminOperations;
  const pages = openTestPages({ admin: { now: () => NOW, isAdministrator, operationsFor: () => operations } });
  return { page, browser: pages.aliceBrowser() };
}
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

test("all is well: the facts, and nothing to do", async () => {
  const { html } = await openAdminPages().browser.get("/admin");
  expect(html).toContain("<h1>All is well</h1>");
  const text = textOf(html);
  for (const fact of [
    "10000 with an account, 1 of them here now",
    "10 GB free on the disk; files have 2.4 GB",
    "45 MB",
  ])
    expect(text).toContain(fact);
  expect(text).toContain("The certificate is valid until January 29, 2027. It renews itself on December 30, 2026.");
  expect(text).toContain("jabber-home 1.2.3 has been running for 24 hours.");
  expect(html).not.toContain("state warning-state");
});

test("what is wrong is said first, the worst of it first, with what helps", async () => {
  const unreached = [
    { domain: "jabber.example", since: NOW - HOUR, waiting: 3, problem: "x", obstacle: { kind: "authentication" } },
  ] as const;
  const disk = { free: 1e6, reserve: 1e9, full: true };
  const { html } = await openAdminPages({ status: { unreached, disk } }).browser.get("/admin");
  const text = textOf(html);
  expect(html).toContain("<h1>2 things need you</h1>");
  expect(text.indexOf("The disk is nearly full")).toBeLessThan(text.indexOf("jabber.example has not been reached"));
  expect(text).toContain("Make room on the disk");
  expect(html).toMatch(/action="\/admin\/servers\/try">.*name="domain" value="jabber.example"/s);
  expect(text).toContain("All else is well The certificate is valid");
  const expired = { ...status.certificate, notAfter: NOW, names: [], source: "acme", findings: [] };
  const other = await openAdminPages({ status: { certificate: expired } }).browser.get("/admin");
  expect(textOf(other.html)).toContain("The certificate has expired");
  expect(other.html).not.toContain("The certificate is valid");
});

test("what is only good to know needs nobody", async () => {
  const unreached = [{ domain: HOSTILE, since: NOW - HOUR, waiting: 3, problem: HOSTILE }];
  const { html } = await openAdminPages({ status: { unreached } }).browser.get("/admin");
  expect(html).toContain("<h1>All is well</h1>");
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toContain("<script>alert");
});

test("10,000 accounts are read a page at a time; what was looked for stays", async () => {
  const { browser, page } = openAdminPages({ people: 10_000 });
  const first = await browser.get("/admin/people?q=x%26y");
  expect([...first.html.matchAll(/<th scope="row">/g)]).toHaveLength(50);
  expect(first.html).toContain('value="x&amp;y"');
  const next = /href="(\/admin\/people\?q=x%26y&amp;after=[^"]+)"/.exec(first.html)?.[1]?.replaceAll("&amp;", "&");
  const second = await browser.get(next ?? "");
  expect(second.html).toContain("00050x&amp;y@example.com");
  expect(page.mock.calls).toEqual([
    [50, "x&y", ""],
    [50, "x&y", "00049x&y@example.com"],
  ]);
});

test("5,000 other servers are shown a page at a time, by name", async () => {
  const outgoing = Array.from({ length: 5000 }, (_, index) => route(`s${String(index).padStart(4, "0")}.example`));
  const { browser } = openAdminPages({ report: { outgoing } });
  const first = await browser.get("/admin/servers");
  expect([...first.html.matchAll(/<th scope="row">/g)]).toHaveLength(50);
  expect(first.html).toContain("5000 other servers are connected now.");
  expect((await browser.get("/admin/servers?after=s0049.example")).html).toContain("s0050.example");
  expect((await browser.get("/admin/servers?after=zzz")).status).toBe(200);
});

test("another server has one line: connected in one direction is connected, what waits is added up", () => {
  const outgoing = [
    route("a.example", { state: "waiting", problem: "refused", queued: 2, since: NOW - DAY }),
    route("b.example", { state: "waiting", problem: "refused", queued: 1, since: NOW - HOUR }),
    route("b.example", { state: "waiting", problem: "refused", queued: 4, since: NOW - DAY }),
  ];
  const incoming = [
    {
      ...{
        remoteAddress: "192.0.2.1",
        localPort: 5269,
        tls: "TLSv1.3",
        proof: "external" as const,
        isBidirectional: false,
      },
      ...{ pairs: [{ local: "example.com", remote: "a.example" }], since: NOW - HOUR, received: 1 },
    },
  ];
  expect(serversIn({ outgoing, incoming })).toMatchObject([
    { domain: "a.example", state: "connected", since: NOW - HOUR, waiting: 2, problem: undefined },
    { domain: "b.example", state: "waiting", since: NOW - DAY, waiting: 5, problem: "refused" },
  ]);
});

test("an attempt that takes too long shows how far it has come", async () => {
  const steps: TrialStep[] = [
    { trying: { local: "example.com", remote: "slow.example" } },
    { step: "dns", ok: true, text: HOSTILE, facts: [HOSTILE] },
  ];
  const { browser } = openAdminPages({ steps });
  const page = await browser.get("/admin/servers");
  const tried = await browser.submit(page, "/admin/servers/try", { domain: "slow.example" });
  expect(tried.html).toContain("This takes longer.");
  expect(tried.html).not.toContain("<script>alert");
});

test("who is dismissed while a form is on its way is refused", async () => {
  let asked = 0;
  // When the form has come, it is asked for the second time.
  const isAdministrator = (account: string): boolean => account === ALICE && ++asked !== 3;
  const { browser } = openAdminPages({ isAdministrator });
  const page = await browser.get("/admin/servers");
  expect((await browser.submit(page, "/admin/servers/try", { domain: "x.example" })).status).toBe(403);
  expect(asked).toBe(3);
});

test("paths carry any text, in characters that lead to no other site", () => {
  expect(pathWith("/x", { jid: "d'artagnan(1)!*@é", after: "" })).toBe("/x?jid=d%27artagnan%281%29%21%2A%40%C3%A9");
});

test("only the answer to the question counts as one", () => {
  const form = (confirmed: string) => ({ text: () => confirmed, all: () => [], fields: [] });
  expect(["yes", "", "no"].map((each) => isConfirmed(form(each) as never))).toEqual([true, false, false]);
});
