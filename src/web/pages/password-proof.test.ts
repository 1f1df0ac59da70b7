/** The password before what is dangerous. */
import { expect, mock, test } from "bun:test";
import { formTokens } from "../form-tokens.ts";
import { pageRoutes } from "./page-routes.ts";
import { passwordProof } from "./password-proof.ts";
import { ALICE, openTestPages } from "./testing.ts";

const PASSWORD = "wherefore art thou";

/** A page with a dangerous form, beside those of the tests. */
function openDangerousPage() {
  const act = mock((_: readonly string[]) => new Response("done"));
  const test = openTestPages();
  const { sessions, signIn, brand, errorResponse } = test;
  const routes = pageRoutes({
    ...{ brand, sessions, errorResponse },
    tokens: formTokens(new Uint8Array(32)),
    signInPage: () => new Response("sign in", { status: 403 }),
    passwordPage: passwordProof({ signIn, sessions }),
  });
  const route = routes.memberRoute("/danger", {
    get: (visit) => new Response(`${visit.formTo("/danger")}</form>`),
    post: (_, form) => act(form.all("what")),
    isDangerous: (form) => form.text("mild") === "",
  });
  const browser = test.aliceBrowser([route]);
  return { act, sessions, browser, token: browser.cookies.get("session") ?? "" };
}

test("a session that is fresh does it at once", async () => {
  const { act, browser } = openDangerousPage();
  const page = await browser.get("/danger");
  expect((await browser.submit(page, "/danger", { what: "it" })).html).toBe("done");
  expect(act).toHaveBeenCalledTimes(1);
});

test("after a time the password is asked for; with it, what was to be done is done, and not asked for again", async () => {
  const { act, browser, sessions, token } = openDangerousPage();
  sessions.grow(token);
  const asked = await browser.submit(await browser.get("/danger"), "/danger", { what: ['<b>"one"', "two"] });
  expect([asked.status, asked.html]).toEqual([403, expect.stringContaining("Is it you?")]);
  expect(asked.html).not.toContain("<b>");
  const wrong = await browser.submit(asked, "/danger", { proof: "a guess" });
  expect([wrong.status, wrong.html]).toEqual([403, expect.stringContaining("This is not your password.")]);
  expect(wrong.html).not.toContain("a guess");
  expect(act).not.toHaveBeenCalled();
  expect((await browser.submit(wrong, "/danger", { proof: PASSWORD })).html).toBe("done");
  expect(act).toHaveBeenCalledWith(['<b>"one"', "two"]);
  expect((await browser.submit(await browser.get("/danger"), "/danger")).html).toBe("done");
});

test("what is not dangerous asks for nothing", async () => {
  const { browser, sessions, token } = openDangerousPage();
  sessions.grow(token);
  expect((await browser.submit(await browser.get("/danger"), "/danger", { mild: "yes" })).html).toBe("done");
});

test("a session that ends while the password is tried does nothing any more", async () => {
  const { act, browser, sessions, token } = openDangerousPage();
  sessions.grow(token);
  const asked = await browser.submit(await browser.get("/danger"), "/danger");
  sessions.prove = () => sessions.end(token);
  expect((await browser.submit(asked, "/danger", { proof: PASSWORD })).html).toBe("sign in");
  expect(act).not.toHaveBeenCalled();
  expect(sessions.of(ALICE)).toEqual([]);
});
