import { expect, test } from "bun:test";
import { defineModule } from "../../server/module.ts";
import { stanza, testRouter } from "../../server/testing.ts";
import { StanzaError } from "../../stanza-error.ts";
import { disco } from "../0030-disco.ts";
import type { Command } from "./0050-command-set.ts";
import { commands } from "./0050-commands.ts";

/** The answer to a command without a form. */
async function answerTo(run: Command["run"]): Promise<string> {
  const { boot, enter, router, committed } = testRouter();
  const brewing = defineModule({
    name: "brewing",
    setup: ({ use }) => {
      const heading = { title: "Brew" };
      use(commands).add({
        node: "brew",
        name: "Brew",
        isFor: () => true,
        formType: "tea",
        heading,
        fields: () => [],
        run,
      });
      return {};
    },
  });
  boot(disco, commands, brewing);
  const romeo = enter("romeo@localhost/orchard");
  const request =
    '<iq type="set" id="1" to="localhost"><command xmlns="http://jabber.org/protocol/commands" node="brew"/></iq>';
  router.accept(stanza(romeo.jid.full, request), romeo);
  await committed();
  await committed();
  return romeo.received.join();
}

test("§3.6: If a command completes but fails, the responder MUST include at least one <note type='error'/>", async () => {
  const noTea = new StanzaError("not-acceptable", { text: "there is no tea" });
  for (const run of [
    () => {
      throw noTea;
    },
    () => Promise.reject(noTea),
  ]) {
    const answer = await answerTo(run);
    expect(answer).toContain('type="result"');
    expect(answer).toContain('status="completed"');
    expect(answer).toContain('<note type="error">there is no tea</note>');
  }
});

test("§4.4: an error that is not about the form is an error of the iq", async () => {
  const answer = await answerTo(() => {
    throw new StanzaError("forbidden");
  });
  expect(answer).toContain('type="error"');
  expect(answer).toContain("<forbidden");
});
