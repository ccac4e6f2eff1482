/// An error of a task that served several candidates, reported to the candidate that it affects.
struct SharedFailure: Error, CustomStringConvertible {
    /// The error's message.
    let description: String

    /// The original error; nil if the task ran in another process.
    private let error: (any Error)?

    init(description: String) {
        self.description = description
        error = nil
    }

    init(_ error: any Error) {
        if let shared = error as? SharedFailure {
            self = shared
        } else {
            description = String(describing: error)
            self.error = error
        }
    }

    /// The error to throw: the original if it is known.
    var original: any Error { error ?? self }
}

extension SharedFailure: Equatable {
    /// Returns whether both have the same message.
    static func == (one: SharedFailure, other: SharedFailure) -> Bool { one.description == other.description }
}
