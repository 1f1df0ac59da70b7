/** What `doctor` says of running servers. */
import { program } from "../../support/process/program.ts";
import type { Sites } from "../sites.ts";

export interface GraveFinding {
  readonly kind: string;
  readonly sentence: string;
}

interface Report {
  readonly findings: readonly (GraveFinding & { readonly severity: string })[];
}

/** The findings at both servers that are called bad. Rejects where the doctor says nothing that can be read. */
export async function graveFindings({ all }: Sites): Promise<GraveFinding[]> {
  const found = await Promise.all(
    all.map(async ({ domain, home }) => {
      const doctor = Bun.spawn([...program, "doctor", "--json", "--home", home], {
        ...{ stdin: "ignore", stdout: "pipe", stderr: "pipe" },
        env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8" },
      });
      const [output, errors] = await Promise.all([doctor.stdout.text(), doctor.stderr.text(), doctor.exited]);
      if (output === "") throw new Error(`the doctor says nothing of ${domain}: ${errors}`);
      const { findings } = JSON.parse(output) as Report;
      const isGrave = ({ severity }: { severity: string }): boolean => severity === "bad";
      return findings.filter(isGrave).map(({ kind, sentence }) => ({ kind, sentence: `${domain}: ${sentence}` }));
    }),
  );
  return found.flat();
}
