/// The bytes of one large part of an encoded value, where the value keeps them: nothing is copied.
///
/// `@unchecked Sendable`: the bytes are never written, and `owner`, which is sendable, keeps them in place.
public struct Frame: @unchecked Sendable {
    private let owner: any Sendable
    private let bytes: UnsafeRawBufferPointer

    /// How many bytes there are.
    public var count: Int { bytes.count }

    /// A frame of bytes that stay where they are, unchanged, as long as `owner` or a copy of it exists.
    public init(_ bytes: UnsafeRawBufferPointer, keptBy owner: any Sendable) {
        self.bytes = bytes
        self.owner = owner
    }

    /// A frame of an array's elements, as they lie in memory.
    public init<Element: BitwiseCopyable & Sendable>(_ elements: [Element]) {
        // An array's elements stay in place for as long as its storage is referred to and not changed, and the
        // frame refers to it: whoever changes the array meanwhile changes a copy.
        self.init(
            elements.withUnsafeBytes { UnsafeRawBufferPointer(start: $0.baseAddress, count: $0.count) },
            keptBy: elements)
    }

    /// Calls `body` with the bytes, which it must not keep beyond the life of the frame.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    {
        try withExtendedLifetime(owner) { try body(bytes) }
    }
}
