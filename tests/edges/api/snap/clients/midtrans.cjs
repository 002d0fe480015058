// A published client speaks to the address of the first argument. Standard input: what it needs to know, and the
// messages [path, external number, body] to say one after the other. Standard output: the answers, as JSON.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

const [, , base, modules] = process.argv;
const { SnapBi, SnapBiConfig } = createRequire(`${modules}/`)('midtrans-client');

async function main() {
  const told = JSON.parse(readFileSync(0, 'utf8'));
  // The address is all that is changed.
  SnapBiConfig.getBaseUrl = () => base;
  const answers = [];
  for (const [path, externalId, body] of told.messages) {
    const client = SnapBi.va()
      .withClientId(told.clientId).withPrivateKey(told.privateKey).withClientSecret(told.secret)
      .withPartnerId(told.partner).withChannelId('12345').withBody(body);
    client.apiPath = path;
    // A refusal is thrown with the answer in it.
    answers.push(await client.createConnection(externalId).catch((problem) => problem.response?.data ?? problem.ApiResponse ?? { thrown: String(problem) }));
  }
  console.log(JSON.stringify(answers));
}

main();
