/// Checks of the settings of strategies.
enum Setting {
    /// Throws an error unless an integer has a least value.
    static func require(_ value: Int, _ name: String, atLeast least: Int) throws {
        guard value >= least else {
            throw StrategyError.invalidSetting(
                name: name, found: "\(value)", expected: "an integer of at least \(least)")
        }
    }
}
