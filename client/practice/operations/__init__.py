"""What the endpoint can be asked, an operation each.

What an operation refuses it raises as ``Refusal``, with a kind of ``client.practice.problems``;
``client.practice.app`` answers it as a problem document.
"""
