/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresMainnetSwitch = plantBug({
  name: "ignores-mainnet-switch",
  expectedFailure: "live-needs-all-five-gates/wrong-mode",
  minimalSize: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm, env: { ...env, ALLOW_MAINNET_TRADE: "1" } }),
  },
});
