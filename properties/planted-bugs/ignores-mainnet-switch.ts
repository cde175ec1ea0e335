/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresMainnetSwitch = plantBug({
  name: "ignores-mainnet-switch",
  caughtBy: "live-needs-all-five-gates/mode-follows-the-gates",
  smallest: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm, env: { ...env, ALLOW_MAINNET_TRADE: "1" } }),
  },
});
