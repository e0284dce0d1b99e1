// Answers the check as a person does, a page at a time, whatever is asked: what is given, else "I don't know".
export async function answerCheck(page, given, visit) {
  const asked = [];
  for (let n = 0; n < 40; n += 1) {
    const { pathname } = new URL(page.url());
    const [, fact] = pathname.match(/\/check\/([a-z_0-9]+)$/) ?? [];
    if (!fact || fact === "results") return asked;
    asked.push(fact);
    await visit();
    await answer(page, given[fact]);
  }
  throw new Error(`the check does not end: ${asked.join(", ")}`);
}

async function answer(page, value) {
  const submit = page.locator("main form button[type=submit]").first();
  if (Array.isArray(value)) {
    for (const [field, part] of [["answer", 0], ["answer-month", 1], ["answer-day", 2]]) {
      await page.fill(`#${field}`, String(value[part]));
    }
    await submit.click();
  } else if (await page.locator("input[name=answer][type=radio]").count()) {
    await page.locator(`input[name=answer][value="${value ?? "unknown"}"]`).check();
    await submit.click();
  } else {
    await page.locator("button[name=skip][value=unknown]").click();
  }
}
