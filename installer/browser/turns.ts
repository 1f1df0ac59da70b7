/** Whose turn it is, over all runs of the wizard: numbers for questions, and a promise for whoever waits for the next one. */

export interface Turns {
  /** A number that no question has had. */
  readonly nextId: () => number;
  /** It is the person's turn: a question is asked, or all is over. */
  readonly theirs: () => void;
  /** It is the wizard's turn. */
  readonly ours: () => void;
  /** Resolves when it is the person's turn; at once where it is. */
  readonly settled: () => Promise<void>;
}

export function openTurns(): Turns {
  let id = 0;
  let isTheirs = false;
  let settling = Promise.withResolvers<void>();
  return {
    nextId: () => {
      id += 1;
      return id;
    },
    theirs: () => {
      isTheirs = true;
      settling.resolve();
    },
    ours: () => {
      if (isTheirs) settling = Promise.withResolvers();
      isTheirs = false;
    },
    settled: () => settling.promise,
  };
}
