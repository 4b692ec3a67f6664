using System.Diagnostics.CodeAnalysis;

// Names, parameters and members of the public types are those of Orleans; these rules would have them otherwise.
[assembly: SuppressMessage("Design", "CA1019", Justification = "The attributes have the members that Orleans' have.")]
