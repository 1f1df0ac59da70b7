import { expect, mock, test } from "bun:test";
import { OperationError } from "../../../operation-error.ts";
import type { MoveInResult } from "../../../operations/move-in.ts";
import { ALICE, openTestPages } from "../testing.ts";
import type { OwnMoveIn, OwnMoveInState } from "./move-in.ts";

const PATH = "/account/move-in";
const OLD = "alice@elsewhere.example";

const RESULT: MoveInResult = {
  ...{ from: OLD, to: ALICE, isTrial: false, isNew: false, asked: 3, isStated: true, hasPassword: true },
  counts: [{ kind: "contacts", stored: 4, known: 1 }],
  left: [{ kind: "nodes", reason: "old-address", subject: "<script>", count: 1 }],
};

function open(state?: OwnMoveInState, start: OwnMoveIn["start"] = () => {}) {
  const started = mock(start);
  const pages = openTestPages({ moveIn: { stateOf: () => state, start: started } });
  return { started, browser: pages.aliceBrowser(), stranger: pages.browser() };
}

test("the old address and its password are sent once, and the page then shows what goes on", async () => {
  const { browser, started } = open();
  const answer = await browser.submit(await browser.get(PATH), PATH, {
    from: ` ${OLD} `,
    password: "secret",
    follow: "yes",
  });
  expect(answer.path).toBe(PATH);
  expect(started.mock.calls).toEqual([[ALICE, { from: OLD, password: "secret", follows: true }]]);
});

test("while it runs, there is no second form", async () => {
  const { browser } = open({ is: "running", from: OLD, step: { stage: "archived", done: 400, total: 1000 } });
  const { html } = await browser.get(PATH);
  expect(html).toContain("400 of 1000");
  expect(html).not.toContain('type="password"');
});

test("at the end it tells what has come, what has not, and what the contacts see", async () => {
  const { html } = await open({ is: "done", from: OLD, result: RESULT }).browser.get(PATH);
  expect(html).toContain("4 contacts, 1 were here already");
  expect(html).toContain("1 node (&lt;script&gt;)");
  expect(html).toContain("3 contacts are asked to follow");
});

test("what went wrong is told in words, and it can be begun again", async () => {
  const details = { account: OLD, domain: "elsewhere.example", problem: "password", why: "" } as const;
  const { html } = await open({
    is: "failed",
    from: OLD,
    error: new OperationError("old-account", details),
  }).browser.get(PATH);
  expect(html).toContain(`does not accept the password of ${OLD}`);
  expect(html).toContain('type="password"');
});

test("what cannot be begun is told beside the address; the password is not sent back", async () => {
  const refuse = (): void => {
    throw new OperationError("too-many-attempts", {});
  };
  const { browser } = open(undefined, refuse);
  const { status, html } = await browser.submit(await browser.get(PATH), PATH, { from: OLD, password: "secret" });
  expect(status).toBe(429);
  expect(html).toContain(`value="${OLD}"`);
  expect(html).not.toContain("secret");
});

test("a stranger is asked to sign in", async () =>
  expect((await open().stranger.get(PATH)).html).toContain("<h1>Sign in</h1>"));
