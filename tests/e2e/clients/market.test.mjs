// Anchor's own client, given nothing but our IDLs: it makes the calls our C++ makes, and reads what our programs wrote.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const load = createRequire(new URL('../../npm/', import.meta.url));
const anchor = load('@coral-xyz/anchor');
const { Connection, PublicKey } = load('@solana/web3.js');
const { BN } = anchor;

const samples = JSON.parse(execFileSync(process.env.PARADOX_MARKET_SAMPLES, { maxBuffer: 1 << 24 }));
const wallet = (number) => new PublicKey(Buffer.alloc(32, number));
const [admin, gateway, alice] = [wallet(1), wallet(2), wallet(3)];
const provider = { connection: new Connection('http://127.0.0.1:1') }; // never asked
const programs = Object.fromEntries(['registry', 'oracle', 'governance'].map((name) => {
    const idl = JSON.parse(readFileSync(new URL(`../../../backend/programs/idl/${name}.json`, import.meta.url)));
    return [name, new anchor.Program(idl, provider)];
}));
const { registry, oracle, governance } = programs;
const time = (offset) => new BN(samples.now + offset);
const pda = (program, ...seeds) => PublicKey.findProgramAddressSync(seeds.map((seed) => Buffer.from(seed)), program.programId)[0];
const meter = pda(registry, 'meter', 'METER_001');
const configuredOracle = pda(registry, 'oracle_authority');
const ercCertificate = pda(governance, 'erc_certificate', 'ERC-2025-000001');

/// The same calls as market_samples.cpp, in its order, by name and with as few accounts as Anchor needs.
const calls = [
    registry.methods.initialize().accounts({ authority: admin }),
    registry.methods.setOracleAuthority(gateway).accounts({ authority: admin }),
    registry.methods.registerUser({ prosumer: {} }, 'Bangkok').accounts({ userAuthority: alice }),
    registry.methods.registerMeter('METER_001', { solar: {} }).accounts({ userAuthority: alice }),
    registry.methods.updateMeterReading(new BN(1500), new BN(200), time(-10)).accounts({ meterAccount: meter, oracleAuthority: gateway }),
    registry.methods.settleMeterBalance().accounts({ meterAccount: meter, meterOwner: alice }),
    oracle.methods.initialize(gateway).accounts({ authority: admin }),
    oracle.methods.linkRegistry(registry.programId).accounts({ authority: admin }),
    oracle.methods.submitMeterReading('METER_001', new BN(1500), new BN(200), time(-5)).accounts({ authority: gateway }),
    oracle.methods.recordMeterReading(time(0), new BN(1500), new BN(200), 'METER_001')
        .accounts({ meterAccount: meter, configuredOracle, registryProgram: registry.programId, authority: gateway }),
    governance.methods.initializePoa().accounts({ authority: admin }),
    governance.methods.linkRegistry(registry.programId).accounts({ authority: admin }),
    governance.methods.issueErc('ERC-2025-000001', new BN(500), 'solar', 'meter:METER_001').accounts({ meterAccount: meter, authority: admin }),
    governance.methods.validateErcForTrading().accounts({ ercCertificate, authority: admin }),
    governance.methods.getGovernanceStats().accounts({}),
];

test('it makes the calls that C++ makes, to the byte', async () => {
    assert.equal(calls.length, samples.steps.length);
    for (const [index, step] of samples.steps.entries()) {
        const made = await calls[index].instruction();
        assert.equal(made.programId.toBase58(), programs[step.program].programId.toBase58(), step.name);
        assert.equal(made.data.toString('hex'), step.data, step.name);
        const keys = made.keys.map((key) => ({ ...key, pubkey: key.pubkey.toBase58() }));
        assert.deepEqual(keys, step.keys, step.name);
    }
});

/// By name. Anchor's parser leaves out what a program says while another one calls it, so its lines are decoded one by one.
function eventsOf(name) {
    const step = samples.steps.find((one) => one.name === name);
    const lines = step.logs.filter((line) => line.startsWith('Program data: ')).map((line) => line.slice(14));
    const decoded = lines.map((line) => Object.values(programs).map((one) => one.coder.events.decode(line)).find(Boolean));
    const parsed = [...new anchor.EventParser(programs[step.program].programId, programs[step.program].coder).parseLogs(step.logs)];
    for (const event of parsed) assert.ok(decoded.some((one) => one.name === event.name), event.name);
    assert.ok(parsed.length > 0, name);
    return Object.fromEntries(decoded.map((event) => [event.name, event.data]));
}

test('it reads the events', () => {
    const { userRegistered } = eventsOf('registerUser');
    assert.ok(userRegistered.user.equals(alice));
    assert.deepEqual(userRegistered.userType, { prosumer: {} });
    assert.equal(userRegistered.location, 'Bangkok');
    const { meterBalanceSettled } = eventsOf('settleMeterBalance');
    assert.equal(meterBalanceSettled.tokensToMint.toString(), '1300');
    const { meterReadingSubmitted, meterReadingUpdated } = eventsOf('recordMeterReading');
    assert.equal(meterReadingSubmitted.meterId, 'METER_001');
    assert.equal(meterReadingUpdated.energyGenerated.toString(), '1500');
    const { ercIssued } = eventsOf('issueErc');
    assert.equal(ercIssued.certificateId, 'ERC-2025-000001');
    assert.equal(ercIssued.renewableSource, 'solar');
    const { oracleAuthoritySet } = eventsOf('setOracleAuthority');
    assert.equal(oracleAuthoritySet.oldOracle, null);
    assert.ok(oracleAuthoritySet.newOracle.equals(gateway));
});

function stateOf(type) {
    const { program, data } = samples.accounts.find((account) => account.type === type);
    return programs[program].coder.accounts.decode(type, Buffer.from(data, 'base64'));
}

test('it reads the accounts', () => {
    assert.equal(stateOf('registry').meterCount.toString(), '1');
    assert.deepEqual(stateOf('userAccount').status, { active: {} });
    const meterAccount = stateOf('meterAccount');
    assert.equal(meterAccount.meterId, 'METER_001');
    assert.equal(meterAccount.totalGeneration.toString(), '3000');
    assert.equal(meterAccount.settledNetGeneration.toString(), '1300');
    assert.equal(stateOf('oracleData').totalReadings.toString(), '2');
    assert.ok(stateOf('meterReading').meter.equals(meter));
    const config = stateOf('poAConfig');
    assert.equal(config.authorityName, 'REC');
    assert.equal(config.totalErcsValidated.toString(), '1');
    assert.equal(config.oracleAuthority, null);
    const certificate = stateOf('ercCertificate');
    assert.equal(certificate.validationData, 'meter:METER_001');
    assert.equal(certificate.expiresAt.toString(), String(samples.now + 31_536_000));
    assert.ok(stateOf('ercOwner').owner.equals(alice));
    assert.equal(stateOf('meterClaims').claimed.toString(), '500');
});

test('it reads what calls return', () => {
    const { returned } = samples.steps.find((step) => step.name === 'getGovernanceStats');
    const stats = governance.coder.types.decode('governanceStats', Buffer.from(returned, 'hex'));
    assert.equal(stats.totalErcsIssued.toString(), '1');
    assert.equal(stats.totalEnergyCertified.toString(), '500');
    assert.equal(stats.lastErcIssuedAt.toString(), String(samples.now));
});
