import TrellisCommandLine

await TrellisCommandLine.run()
