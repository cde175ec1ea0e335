/** A share in percent, such as `0.06 %`; without the digits that binary fractions add. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
