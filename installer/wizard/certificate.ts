/** Step: the certificate. */
import { CertificateError } from "../../src/certificate/certificate-error.ts";
import type { CertificateFacts } from "../../src/certificate/facts.ts";
import type { WebServer } from "../../src/certificate/hand-on.ts";
import { parseListener } from "../../src/config/listener.ts";
import { HTTPS_PORT } from "../../src/config/web-address.ts";
import type { Answers } from "../answers.ts";
import { type Line, plain } from "../prompts.ts";
import { GoTo, given, SetupError, type Step, type StepContext } from "../step.ts";
import { tokenForProof } from "./certificate-api.ts";
import { bringFiles } from "./certificate-files.ts";
import { adoptFormer, type FormerCertificate, formerCertificate, heldListeners } from "./certificate-former.ts";
import {
  type CertificateMethod,
  destinationLines,
  initialMethod,
  methodsFor,
  unattendedMethod,
} from "./certificate-methods.ts";
import { obtainCertificate, prepareRedirect } from "./certificate-order.ts";
import { prepareHandOn, webServerOnPort80 } from "./hand-on.ts";
import { namingHolder } from "./port-problem.ts";
import { problemLines } from "./problem-lines.ts";

/** sysexits(3): EX_UNAVAILABLE. */
const EX_UNAVAILABLE = 69;

export const certificate: Step = {
  name: "certificate",
  number: 4,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const domain = given(answers, "domain");
    const heading = messages.certificate.heading(environment.certificate.authority);
    const existing = environment.certificate.existing(domain);
    if (existing && (answers.source ?? "acme") === "acme") {
      prompts.show(heading, [keptLine(existing, context)]);
      return { source: "acme" };
    }
    const publicAddresses = answers.addresses ?? [];
    const checked = isDecided(context) ? NOT_CHECKED : await checkDestination(context);
    const https = parseListener(environment.listeners(answers.configChanges).https);
    const isPort443Theirs = https !== undefined && https.port !== HTTPS_PORT;
    const isPort80Theirs = answers.unavailable?.includes("http") && !prompts.isUnattended;
    const webServer = isPort80Theirs ? await webServerOnPort80(environment) : undefined;
    const hasDnsApi = environment.certificate.hasDnsApi(answers);
    const former = prompts.isUnattended ? undefined : formerCertificate(context);
    const hasFormer = former !== undefined;
    const canHandOn = webServer !== undefined;
    const unavailable = [...(answers.unavailable ?? []), ...(await heldListeners(context))];
    const possibilities = { ...checked, canHandOn, isPort443Theirs, hasFormer, hasDnsApi };
    const methods = methodsFor({ ...answers, unavailable }, possibilities);
    prompts.show(heading, destinationLines(domain, checked.destination, publicAddresses, messages));
    let failed: FailedTrial | undefined;
    for (;;) {
      const method = await chooseMethod(methods, failed, former, context);
      try {
        const found = await useMethod(method, { webServer, former }, context);
        if (found) return found;
      } catch (error) {
        if (!(error instanceof CertificateError)) throw error;
        const problem = await namingHolder(error.problem, context);
        const lines = [...problemLines(problem, context), ...attemptsLines(method, context)];
        if (prompts.isUnattended) throw new SetupError(lines.map(({ text }) => text.trim()).join("\n"), EX_UNAVAILABLE);
        prompts.show(messages.certificate.failed, lines);
        failed = { method, remedies: error.problem.remedies.map(({ key }) => key) };
      }
    }
  },
};

interface FailedTrial {
  readonly method: CertificateMethod;
  readonly remedies: readonly string[];
}

/** After a failure Enter tries the same again; the methods that could help come next. */
async function chooseMethod(
  methods: readonly CertificateMethod[],
  failed: FailedTrial | undefined,
  former: FormerCertificate | undefined,
  { answers, prompts, environment, messages }: StepContext,
): Promise<CertificateMethod> {
  const domain = given(answers, "domain");
  const labelOf = (method: CertificateMethod): string => {
    if (method === "former") return former?.label ?? "";
    if (method === "dns-01" && environment.certificate.hasDnsApi(answers)) return messages.certificate.byDnsApi;
    return messages.certificate.methods[method](domain);
  };
  const isRemedy = (method: CertificateMethod): boolean => failed?.remedies.includes(`use-${method}`) ?? false;
  const others = methods.filter((method) => method !== failed?.method);
  const ordered = [...others.filter(isRemedy), ...others.filter((method) => !isRemedy(method))];
  return await prompts.choose({
    message: messages.certificate.question,
    choices: [
      ...(failed ? [{ value: failed.method, label: messages.certificate.tryAgain(labelOf(failed.method)) }] : []),
      ...ordered.map((value) => ({ value, label: labelOf(value) })),
    ],
    initial: failed?.method ?? initialMethod(methods, answers),
    unattended: unattendedMethod(answers),
  });
}

const NOT_CHECKED = { destination: { kind: "unknown", reason: "failed" }, supportsDnsPersist: false } as const;

/** Where the domain leads, and whether the authority offers dns-persist-01; the latter is not looked up for a script. */
function checkDestination({ answers, prompts, environment, messages }: StepContext) {
  const domain = given(answers, "domain");
  const { destination, supportsDnsPersist } = environment.certificate;
  const progress = { message: messages.dns.looking(domain), whenLong: messages.slow };
  return prompts.waitFor(progress, async () => {
    const publicAddresses = answers.addresses ?? [];
    const [found, isSupported] = await Promise.all([
      destination(domain, publicAddresses),
      prompts.isUnattended ? false : supportsDnsPersist(answers),
    ]);
    // Without known addresses of this machine, nothing can be said of where the domain leads.
    const isCertain = found.kind !== "elsewhere" || publicAddresses.length > 0;
    return { destination: isCertain ? found : NOT_CHECKED.destination, supportsDnsPersist: isSupported };
  });
}

/** A script that orders no certificate need not know where the domain leads. */
const isDecided = ({ answers, prompts }: StepContext): boolean => prompts.isUnattended && answers.source !== "acme";

const keptLine = (facts: CertificateFacts, { messages }: StepContext): Line => ({
  mark: "right",
  text: messages.certificate.kept(facts.names, facts.notAfter),
});

/** The same for a web server of this machine that hands on what the authority asks. */
async function handOn(webServer: WebServer, context: StepContext): Promise<Answers | undefined> {
  const prepared = await prepareHandOn(webServer, context);
  if (prepared === undefined) return undefined;
  await obtainCertificate("http-01", { ...context, answers: { ...context.answers, ...prepared } });
  return { ...prepared, source: "acme", challenge: "http-01" };
}

/** The answers when this method has led to a certificate; undefined where the person wants to choose again. */
async function useMethod(
  method: CertificateMethod,
  { webServer, former }: { readonly webServer: WebServer | undefined; readonly former: FormerCertificate | undefined },
  context: StepContext,
): Promise<Answers | undefined> {
  const { answers, prompts, messages } = context;
  const domain = given(answers, "domain");
  if (method === "subdomain") throw new GoTo("domain", { domain: `chat.${domain}`, host: "" });
  if (method === "hand-on") return webServer && handOn(webServer, context);
  if (method === "files") return bringFiles(context);
  if (method === "former") return former && adoptFormer(former, context);
  if (method === "self-signed") {
    prompts.show(messages.certificate.selfSignedShown, plain(...messages.certificate.selfSigned));
    return { source: "self-signed" };
  }
  if (method === "redirect" && !(await prepareRedirect(context))) return undefined;
  const challenge = method === "redirect" ? "http-01" : method;
  const api = challenge === "dns-01" ? await tokenForProof(context) : {};
  await obtainCertificate(challenge, { ...context, answers: { ...answers, ...api } });
  return { ...api, source: "acme", challenge };
}

/** How many attempts are left, where a failure has been counted: neither the test service's nor a file's are. */
function attemptsLines(method: CertificateMethod, { answers, environment, messages }: StepContext): Line[] {
  const left = environment.certificate.attemptsLeft(given(answers, "domain"));
  const isCounted = method !== "files" && left < environment.certificate.maxAttempts;
  return isCounted ? plain(`  ${messages.certificate.attemptsLeft(left)}`) : [];
}
