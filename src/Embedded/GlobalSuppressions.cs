using System.Diagnostics.CodeAnalysis;

// Names, parameters and members of the public types are those of Orleans; these rules would have them otherwise.
[assembly: SuppressMessage("Design", "CA1019", Justification = "The attributes have the members that Orleans' have.")]
[assembly: SuppressMessage("Design", "CA1036", Justification = "Orleans' identities are ordered but have no operators for it.")]
[assembly: SuppressMessage("Design", "CA1815", Justification = "Orleans' structs are not compared.")]
[assembly: SuppressMessage("Naming", "CA1707", Justification = "Orleans names its defaults so.")]
[assembly: SuppressMessage("Naming", "CA1725", Justification = "Orleans' Grain and IGrainBase name a parameter differently.")]
[assembly: SuppressMessage("Performance", "CA1822", Justification = "Members are instance members where Orleans' are.")]
