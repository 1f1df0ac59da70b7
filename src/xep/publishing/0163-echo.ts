/** XEP-0163: for those who publish because something was published: what they publish themselves is no news to them. */

/** Runs the work that it is given, unless it is running some already. */
export function nonReentrant(): (work: () => void) => void {
  let isWorking = false;
  return (work) => {
    if (isWorking) return;
    isWorking = true;
    try {
      work();
    } finally {
      isWorking = false;
    }
  };
}
