/// The release of Trellis that this is.
public enum Release {
    /// Major, minor and patch: `0.1.0`.
    public static let version = "0.1.0"
}
