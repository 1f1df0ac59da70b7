/** jabber-home certificate renew: now, not when it is due. */
import { printCertificate, printProblem } from "./certificate-report.ts";
import type { RenewalAnswer } from "./certificate-routes.ts";
import { askServer } from "./control-client.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "certificate renew",
  summary: "renews the certificate now",
  examples: ["certificate renew", "certificate renew --json"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language } = call;
    const answer = (await askServer(home, "POST /certificate/renew")) as RenewalAnswer | undefined;
    if (answer === undefined) {
      const remedy = "it renews by itself when it runs: jabber-home run; without it, jabber-home setup obtains one";
      throw new CommandError(EXIT.unavailable, "the server is not running", remedy);
    }
    const { status, problem } = answer;
    const text = problem === undefined ? printCertificate(status, language) : printProblem(problem, language);
    report(call, answer, text);
    return problem === undefined ? EXIT.ok : EXIT.failed;
  },
});
