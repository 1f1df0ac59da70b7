/** TypeScript's syntax trees. */
import { resolve } from "node:path";
import type { SourceFile } from "typescript/unstable/ast";
import { API } from "typescript/unstable/async";

export interface Sources extends AsyncDisposable {
  /** The syntax tree of a path below the root. Throws where it is not a file of the project. */
  tree(path: string): Promise<SourceFile>;
}

/** Opens the project at `root`. */
export async function openSources(root: string): Promise<Sources> {
  const api = new API({ cwd: root });
  const snapshot = await api.updateSnapshot({ openProject: resolve(root, "tsconfig.json") });
  return {
    tree: async (path) => {
      for (const { program } of snapshot.getProjects()) {
        const found = await program.getSourceFile(resolve(root, path));
        if (found) return found;
      }
      throw new Error(`${path} is not a source file of the project`);
    },
    [Symbol.asyncDispose]: () => api.close(),
  };
}
