/** All kinds of sources, and which of them a path is. */
import { statSync } from "node:fs";
import { ejabberd } from "./ejabberd/ejabberd.ts";
import { jabberd2 } from "./jabberd2/jabberd2.ts";
import { jabberd14 } from "./jabberd14/jabberd14.ts";
import { prosody } from "./prosody/prosody.ts";
import type { SourceKind } from "./source.ts";
import { SourceError } from "./source-error.ts";
import { xep0227 } from "./xep0227/xep0227.ts";

/** In the order in which they are asked: what is told by more comes first. */
export const sourceKinds: readonly SourceKind[] = [prosody, ejabberd, jabberd2, xep0227, jabberd14];

/** Which kind of source is at a path. Throws SourceError: unreadable, unknown, raw-database. */
export function kindAt(path: string, kinds: readonly SourceKind[] = sourceKinds): SourceKind {
  try {
    statSync(path);
  } catch (error) {
    throw new SourceError(
      "unreadable",
      { file: path },
      { why: (error as NodeJS.ErrnoException).code ?? String(error) },
    );
  }
  const kind = kinds.find(({ recognises }) => recognises(path));
  if (!kind) throw new SourceError("unknown", { file: path }, { kinds: kinds.map(({ name }) => name) });
  return kind;
}
