// Made-up people. Their area code, 110199, does not exist, so nobody real is meant.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

// An identity number of a man born on 21 June 1987, the n-th of them, with its check character (GB 11643).
export function idNumber(n) {
  const digits = `11019919870621${String(n * 2 + 1).padStart(3, "0")}`;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * WEIGHTS[place], 0);
  return digits + "10X98765432"[sum % 11];
}
