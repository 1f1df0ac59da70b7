/** A certificate from an authority: a trial run first, where there is one, then the real one. */
import type { ChallengeType } from "../../src/certificate/challenges/challenge.ts";
import type { SeenTxtRecord } from "../../src/certificate/challenges/txt-record.ts";
import { toPaste, type Wait } from "../prompts.ts";
import { given, type Scene } from "../step.ts";
import type { CertificateOrder } from "../world.ts";

/** The certificate is there. Throws CertificateError. */
export async function obtainCertificate(challenge: ChallengeType, scene: Scene): Promise<void> {
  const { answers, prompts, world, words } = scene;
  const { certificate } = world;
  const order = ({ aside }: Wait): CertificateOrder => ({
    answers,
    challenge,
    confirm: prompts.isAlone ? undefined : (records) => aside(() => confirmRecords(records, scene)),
  });
  // Nobody sets a record by hand twice: the real service forgives five mistakes an hour.
  if (certificate.hasTrial && challenge !== "dns-01") {
    const waiting = { message: words.certificate.trying, whenLong: words.certificate.tryingLong };
    await prompts.waitFor(waiting, (wait) => certificate.trial(order(wait)));
    prompts.show(words.certificate.tried, []);
  }
  const message = words.certificate.obtaining(given(answers, "domain"));
  const waiting = { message, whenLong: words.certificate.tryingLong };
  const facts = await prompts.waitFor(waiting, (wait) => certificate.obtain(order(wait)));
  const text = words.certificate.obtained(facts.names, facts.notAfter);
  prompts.show(words.certificate.obtainedShown, [{ mark: "right", text }]);
}

/** Shows the TXT records that prove the domain, and what has been seen of them. */
function confirmRecords(records: readonly SeenTxtRecord[], { prompts, words }: Scene) {
  const lines = records.map(({ record, value }) => `${record}. 300 IN TXT "${value}"`);
  const isFirst = records.every(({ state }) => state === "unseen");
  if (isFirst) prompts.show(words.certificate.txtShown, toPaste(lines));
  else
    prompts.show(
      words.certificate.txtSeen,
      records.map(({ record, state, found }) => ({
        mark: state === "right" ? "right" : "wrong",
        text: words.certificate.txtState(record, state, found),
      })),
    );
  return prompts.choose({
    message: words.certificate.txtQuestion,
    choices: [
      { value: "look", label: words.certificate.txtDone },
      { value: "ask", label: words.certificate.txtSure },
      { value: "cancel", label: words.certificate.otherWay },
    ],
    initial: "look",
  });
}
